require_relative "../lib/stock"

RSpec.describe "stock" do
  it("a") { expect(Stock.new).to be }
end
