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

_SUBJECT = "use shop::{{Store, total}};\n#[test]\nfn subject() {{\n{}\n}}\n"
_FALLIBLE = (
    "use shop::{{Store, total}};\n#[test]\nfn subject() -> Result<(), String> {{\n{}\nOk(())\n}}\n"
)
_USES = "assert_eq!(total(1), 3);"


def _in_test(bodies: dict[str, str], frame: str = _SUBJECT) -> dict[str, str]:
    return {name: frame.format(body) for name, body in bodies.items()}


DEAD = {
    **_in_test(
        {
            "none": f'let s: Option<Store> = None;\nif s.is_none() {{ panic!("required"); }}\n{_USES}',
            "asserted": f'let s: Option<Store> = None;\nassert!(s.is_some(), "required");\n{_USES}',
            "opened": f'let s: Option<Store> = None;\nlet s = s.expect("required");\nassert_eq!(s.get("a"), 1);\n{_USES}',
            "opened elsewhere": f"let s = Option::<Store>::None;\nlet t = s.as_ref().unwrap();\nassert_eq!(t.len(), 1);\n{_USES}",
            "let else": f'let s: Option<Store> = None;\nlet Some(s) = s else {{ panic!("required") }};\nassert_eq!(s.get("a"), 1);\n{_USES}',
            "if let": f'let s: Option<Store> = None;\nif let None = s {{ panic!("required"); }}\n{_USES}',
            "match": f'let s: Option<Store> = None;\nlet s = match s {{ Some(s) => s, None => panic!("required") }};\nassert_eq!(s.len(), 1);\n{_USES}',
            "matches": f"let s: Option<Store> = None;\nassert!(!matches!(s, None));\n{_USES}",
            "default": f"let s: Option<Store> = Option::default();\nassert_ne!(s.is_none(), true);\n{_USES}",
            "another local": f"let none: Option<Store> = None;\nlet s = none;\nif s.is_none() {{ return; }}\n{_USES}",
            "or else": f'let s: Option<Store> = None;\nlet s = s.unwrap_or_else(|| panic!("required"));\nassert_eq!(s.len(), 1);\n{_USES}',
            "an error": f'let s: Result<Store, &str> = Err("required");\nlet s = s.unwrap();\nassert_eq!(s.len(), 1);\n{_USES}',
            "no name": f'let name = "";\nassert!(name != "", "required");\n{_USES}',
            "mutable": f"let mut s: Option<Store> = None;\nassert!(s.is_some());\ns = Some(Store::new());\n{_USES}",
            "exit": f"let s: Option<Store> = None;\nif s.is_none() {{ std::process::exit(1); }}\n{_USES}",
        }
    ),
    **_in_test(
        {
            "question": f'let s: Option<Store> = None;\nlet s = s.ok_or("required")?;\nassert_eq!(s.len(), 1);\n{_USES}',
        },
        _FALLIBLE,
    ),
    "helper": "use shop::Store;\nfn store() -> Option<Store> { None }\nfn need(s: &Option<Store>) { if s.is_none() { panic!() } }\n"
    '#[test]\nfn subject() {\nlet s = store();\nneed(&s);\nassert_eq!(s.unwrap().get("a"), 1);\n}\n',
    "constant": "use shop::{Store, total};\nconst S: Option<Store> = None;\n#[test]\nfn subject() {\nassert!(S.is_some());\nassert_eq!(total(1), 3);\n}\n",
}
ALIVE = {
    **_in_test(
        {
            "answer": 'let s: Option<Store> = Store::open("a");\nassert!(s.is_some(), "required");\nassert_eq!(s.unwrap().len(), 1);',
            "expected none": "let none: Option<u32> = None;\nassert_eq!(total(1), none);",
            "none as argument": "let none: Option<Store> = None;\nassert_eq!(total(none), 3);",
            "assigned since": "let mut s = None;\nfor one in total(3) { s = Some(one); }\nassert!(s.is_some());",
            "filled": 'let mut s: Option<Store> = None;\ntotal(&mut s);\nassert!(s.is_some(), "required");',
            "filled by a method": "let mut s: Option<Store> = None;\ns.replace(Store::new());\nassert_eq!(s.unwrap().len(), 0);",
            "called back": "let mut called = false;\ntotal(|| called = true);\nassert!(called);",
            "environment": 'let url = std::env::var("DB").ok();\nif url.is_none() { return; }\nassert_eq!(total(1), 3);',
            "table": "for (given, want) in [(None, 0), (Some(1), 1)] {\n if given.is_none() { assert_eq!(total(given), want); continue; }\n assert_eq!(total(given), want);\n}",
            "error": 'let err = Store::open("").unwrap_err();\nassert_eq!(err.to_string(), "no name");',
            "let else": 'let Some(s) = Store::open("a") else { panic!("no store") };\nassert_eq!(s.len(), 0);',
        }
    ),
    **_in_test({"question": "let s = Store::open(1)?;\nassert_eq!(s.len(), 1);"}, _FALLIBLE),
}
