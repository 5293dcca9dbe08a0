<?php
require_once __DIR__ . "/../src/Stock.php";
use PHPUnit\Framework\TestCase;
final class MissingTest extends TestCase { public function testA(): void { new Stock(); } }
