"""Tests in Rust that are about a product, and tests that are not."""
# ruff: noqa: E501  # the programs in here are data

HONEST = {
    "equality": """
use shop::receipt::receipt;
#[test]
fn lists() { assert_eq!(receipt(&[("tea", 350)]), vec!["tea 3.50"]); }
""",
    "method of a struct": """
use shop::cart::{Cart, Item};
#[test]
fn adds() {
    let mut cart = Cart::new();
    cart.add(Item { name: "tea".into(), cents: 350 });
    assert_eq!(cart.len(), 1);
    assert!(!cart.is_empty(), "cart is empty");
}
""",
    "error by matches": """
use shop::price::{total, PriceError};
#[test]
fn refuses() {
    let err = total(&[1], 101).unwrap_err();
    assert!(matches!(err, PriceError::TooMuch { percent: 101 }));
    assert_eq!(err.to_string(), "101 percent off is more than everything");
}
""",
    "match that panics": """
use shop::price::total;
#[test]
fn refuses() {
    match total(&[1], 101) {
        Err(error) => assert!(error.contains("more")),
        Ok(value) => panic!("expected an error, got {value}"),
    }
}
""",
    "let else": """
use shop::price::total;
#[test]
fn sums() {
    let Ok(sum) = total(&[1, 2], 0) else { panic!("no sum") };
    assert_eq!(sum, 3);
}
""",
    "table": """
use shop::price::total;
#[test]
fn sums() {
    let cases = [(vec![1, 2], 0, 3), (vec![10], 10, 9)];
    for (prices, percent, want) in cases.iter() {
        let got = total(prices, *percent).unwrap();
        assert_eq!(got, *want, "prices {prices:?}");
    }
}
""",
    "question mark": """
use shop::price::total;
#[test]
fn sums() -> Result<(), Box<dyn std::error::Error>> {
    let sum = total(&[1, 2], 0)?;
    assert_eq!(sum, 3);
    Ok(())
}
""",
    "helper that checks": """
use shop::price::total;
fn check(prices: &[u32], want: u32) { assert_eq!(total(prices, 0).unwrap(), want); }
#[test]
fn sums() { check(&[1, 2], 3); }
""",
    "helper that makes": """
use shop::cart::Cart;
fn cart() -> Cart { let mut cart = Cart::new(); cart.fill(2); cart }
#[test]
fn counts() { assert_eq!(cart().len(), 2); }
""",
    "module of helpers": """
mod common;
use common::setup;
#[test]
fn counts() { let cart = setup(); assert_eq!(cart.len(), 2); }
""",
    "should panic": """
use shop::price::divide;
#[test]
#[should_panic]
fn panics() { divide(1, 0); }
""",
    "should panic as told": """
use shop::price::divide;
#[test]
#[should_panic(expected = "division by zero")]
fn panics() { let _ = divide(1, 0); }
""",
    "caught panic": """
use shop::price::divide;
#[test]
fn panics() { let result = std::panic::catch_unwind(|| divide(1, 0)); assert!(result.is_err()); }
""",
    "round trip": """
use shop::codec::{decode, encode};
#[test]
fn round_trips() {
    for seed in 0..50u64 {
        let value = seed.wrapping_mul(7919).to_string();
        assert_eq!(decode(&encode(&value)).unwrap(), value);
    }
}
""",
    "trait double": """
use shop::store::{Service, Store};
struct Fake { saved: std::cell::RefCell<Vec<String>> }
impl Store for Fake { fn save(&self, name: &str) { self.saved.borrow_mut().push(name.into()); } }
#[test]
fn saves() {
    let fake = Fake { saved: Default::default() };
    Service::new(&fake).order("tea");
    assert_eq!(fake.saved.borrow().as_slice(), ["tea"]);
}
""",
    "async": """
use shop::client::fetch;
#[tokio::test]
async fn fetches() { let got = fetch("x").await.unwrap(); assert!(got.len() > 2); }
""",
    "program": """
use std::process::Command;
#[test]
fn prints() {
    let output = Command::new(env!("CARGO_BIN_EXE_shop")).arg("--version").output().unwrap();
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).contains("shop"));
}
""",
    "file that is written": """
use shop::export::export;
use std::fs;
#[test]
fn writes() {
    export("target/out.csv").unwrap();
    let text = fs::read_to_string("target/out.csv").unwrap();
    assert!(text.starts_with("name,cents"));
}
""",
    "deserialised": """
use shop::model::Candle;
#[test]
fn reads() { let candle: Candle = serde_json::from_str("{}").unwrap(); assert_eq!(candle.open, 0); }
""",
    "inside the crate": """
#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn doubles() { assert_eq!(double(2), 4); }
}
""",
    "shadowing": """
use shop::receipt::receipt;
#[test]
fn lists() { let receipt = receipt(&[]); assert!(receipt.is_empty()); }
""",
    "thread": """
use shop::counter::Counter;
#[test]
fn counts() {
    let counter = std::sync::Arc::new(Counter::new());
    let handles: Vec<_> = (0..4).map(|_| { let c = counter.clone(); std::thread::spawn(move || c.add(1)) }).collect();
    for handle in handles { handle.join().unwrap(); }
    assert_eq!(counter.get(), 4);
}
""",
    "platform": """
use shop::path::home;
#[cfg(unix)]
#[test]
fn finds() { assert!(home().is_absolute()); }
""",
    "if let": """
use shop::find::find;
#[test]
fn finds() {
    if let Some(found) = find("tea") { assert_eq!(found.name, "tea"); } else { panic!("not found"); }
}
""",
    "flag set by a callback": """
use shop::events::Bus;
#[test]
fn calls() {
    let mut called = false;
    Bus::new().emit(|_| called = true);
    assert!(called);
}
""",
}
EMPTY = {
    "constant": "use shop::receipt::receipt;\n#[test]\nfn a() { assert!(true); }\n",
    "no check": "use shop::receipt::receipt;\n#[test]\nfn a() { let _ = receipt(&[]); }\n",
    "itself": "use shop::receipt::receipt;\n#[test]\nfn a() { let r = receipt(&[]); assert_eq!(r, r); assert!(r.len() == r.len()); }\n",
    "printed": 'use shop::receipt::receipt;\n#[test]\nfn a() { println!("{:?}", receipt(&[])); }\n',
    "swallowed": "use shop::receipt::receipt;\n#[test]\nfn a() { let _ = std::panic::catch_unwind(|| { assert_eq!(receipt(&[]).len(), 1); }); }\n",
    "unreached": "use shop::receipt::receipt;\n#[test]\nfn a() { return; assert_eq!(receipt(&[]).len(), 1); }\n",
    "under what never holds": "use shop::receipt::receipt;\n#[test]\nfn a() { if false { assert_eq!(receipt(&[]).len(), 1); } }\n",
    "any panic": "use shop::receipt::receipt;\n#[test]\n#[should_panic]\nfn a() { assert_eq!(receipt(&[]).len(), 1); }\n",
    "ignored": '#[test]\n#[ignore = "later"]\nfn a() { assert_eq!(shop::receipt(&[]).len(), 1); }\n',
    "no such condition": "#[cfg(any())]\n#[test]\nfn a() { assert_eq!(shop::receipt(&[]).len(), 1); }\n",
    "no such feature": '#![cfg(feature = "later")]\n#[test]\nfn a() { assert_eq!(shop::receipt(&[]).len(), 1); }\n',
    "placeholder": 'use shop::receipt::receipt;\n#[test]\nfn a() { let _ = receipt(&[]); panic!("red"); }\n',
    "source": 'use shop::receipt::receipt;\n#[test]\nfn a() { assert!(std::fs::read_to_string("src/receipt.rs").unwrap().contains("fn")); }\n',
    "copy": "use shop::receipt::receipt as _;\nfn receipt(n: u32) -> u32 { n }\n#[test]\nfn a() { assert_eq!(receipt(1), 1); }\n",
    "missing helper": "mod lacking;\n#[test]\nfn a() { lacking::check(); }\n",
}
