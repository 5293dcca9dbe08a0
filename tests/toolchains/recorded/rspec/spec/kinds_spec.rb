require_relative "../lib/shop"

RSpec.describe Order do
  it "asserts" do
    expect(Order.new.total(1)).to eq(2)
  end

  it "is a stub" do
    Order.new.refund
  end

  it "parses" do
    Order.new.parse("x")
  end

  it "cancels" do
    Order.new.cancel
  end

  it "finds" do
    Order.new.find.name
  end

  it "needs another class" do
    Refund.new
  end

  it "takes arguments" do
    Order.new.total
  end

  it "always fails" do
    raise "not implemented"
  end

  it "never holds" do
    expect(true).to eq(false)
  end

  it "is pending"

  xit "is skipped" do
    expect(1).to eq(2)
  end

  it "passes" do
    expect(Order.new.total(1)).to eq(1)
  end

  it "needs a gem" do
    require "nowhere_gem"
  end

  context "with a broken hook" do
    before { raise "no database" }

    it "never starts" do
      expect(Order.new.total(1)).to eq(1)
    end
  end
end
