require_relative "../lib/shop"

RSpec.describe Refund do
  it("a") { expect(Refund.new).to be }
end
