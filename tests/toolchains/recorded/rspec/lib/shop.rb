class Order
  def total(n)
    n
  end

  def refund
    raise NotImplementedError, "later"
  end

  def parse(text)
    Integer(text)
  end

  def find
    nil
  end
end
