// jest reporter: one JSON object per line, see sddtasks/toolchains/javascript/events.py.
const { appendFileSync } = require("node:fs");

const REPORT = process.env.SDD_PROBE_REPORT;

function write(event) {
  appendFileSync(REPORT, JSON.stringify(event) + "\n");
}

function described(detail, text) {
  const error = detail?.error ?? detail ?? {};
  const stack = String(error.stack ?? text ?? "");
  return {
    name: error.matcherResult ? "AssertionError" : String(error.name ?? ""),
    code: String(error.code ?? ""),
    message: String(error.message ?? stack),
    stack,
  };
}

function errorsOf(test) {
  const details = test.failureDetails ?? [];
  return (test.failureMessages ?? []).map((text, index) => described(details[index], text));
}

class Reporter {
  onRunStart() {
    write({ event: "start" });
  }

  onTestResult(_test, result) {
    const file = result.testFilePath;
    if (result.testExecError || (result.failureMessage && !result.testResults.length)) {
      const error = described(result.testExecError, result.failureMessage);
      error.message = `${error.message}\n${result.failureMessage ?? ""}`;
      write({ event: "file", file, error });
    }
    for (const test of result.testResults) {
      const errors = errorsOf(test);
      write({
        event: "test",
        file,
        path: [...test.ancestorTitles, test.title],
        line: test.location?.line ?? 0,
        state: ["passed", "failed"].includes(test.status) ? test.status : "skipped",
        timeout: errors.some((error) => /Exceeded timeout of/.test(error.message)),
        errors,
      });
    }
  }

  onRunComplete() {
    write({ event: "finish" });
  }
}

module.exports = Reporter;
