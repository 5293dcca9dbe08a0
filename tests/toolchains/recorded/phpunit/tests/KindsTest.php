<?php
require_once __DIR__ . '/../src/Order.php';

use App\Order;
use PHPUnit\Framework\TestCase;

final class KindsTest extends TestCase
{
    public function testAsserts(): void { $this->assertSame(2, (new Order())->total(1)); }
    public function testStub(): void { (new Order())->refund(); }
    public function testParses(): void { (new Order())->parse('x'); }
    public function testCancels(): void { (new Order())->cancel(); }
    public function testFinds(): void { (new Order())->find()->total(1); }
    public function testClass(): void { new \App\Refund(); }
    public function testArguments(): void { (new Order())->total(); }
    public function testAlways(): void { $this->fail('not implemented'); }
    public function testNever(): void { $this->assertTrue(false); }
    public function testSkipped(): void { $this->markTestSkipped('later'); }
    public function testIncomplete(): void { $this->markTestIncomplete('later'); }
    public function testPasses(): void { $this->assertSame(1, (new Order())->total(1)); }
    public function testRisky(): void { }
    /** @dataProvider rows */
    public function testRows(int $a): void { $this->assertSame($a, (new Order())->total(2)); }
    public function rows(): array { return [[1], 'two' => [2]]; }
}
