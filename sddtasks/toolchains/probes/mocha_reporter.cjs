// mocha reporter: one JSON object per line, see sddtasks/toolchains/javascript/events.py.
const { appendFileSync } = require("node:fs");

const REPORT = process.env.SDD_PROBE_REPORT;

function write(event) {
  appendFileSync(REPORT, JSON.stringify(event) + "\n");
}

function described(error) {
  return {
    name: String(error?.name ?? ""),
    code: String(error?.code ?? ""),
    message: String(error?.message ?? error ?? ""),
    stack: String(error?.stack ?? ""),
  };
}

function told(test, state, error) {
  const hook = test.type === "hook";
  const owner = hook ? test.ctx?.currentTest ?? test : test;
  return {
    event: "test",
    file: owner.file ?? test.parent?.file ?? "",
    path: owner.titlePath(),
    state,
    hook,
    timeout: error?.code === "ERR_MOCHA_TIMEOUT",
    errors: error ? [described(error)] : [],
  };
}

class Reporter {
  constructor(runner) {
    write({ event: "start" });
    runner.on("test", (test) => write({ ...told(test, ""), event: "begin" }));
    runner.on("pass", (test) => write(told(test, "passed")));
    runner.on("pending", (test) => write(told(test, "skipped")));
    runner.on("fail", (test, error) => write(told(test, "failed", error)));
    runner.once("end", () => write({ event: "finish" }));
  }
}

module.exports = Reporter;
