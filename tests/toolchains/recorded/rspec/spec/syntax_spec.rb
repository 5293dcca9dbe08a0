RSpec.describe "x" do
  it("a") { expect(
end
