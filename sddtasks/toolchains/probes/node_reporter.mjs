// node:test reporter: one JSON object per line, see sddtasks/toolchains/javascript/events.py.
const NAMES_OF_SUITES = [];

function described(error) {
  const cause = error?.cause && typeof error.cause === "object" ? error.cause : error;
  return {
    name: String(cause?.name ?? ""),
    code: String(cause?.code ?? ""),
    message: String(cause?.message ?? cause ?? ""),
    stack: String(cause?.stack ?? ""),
  };
}

function line(event) {
  return JSON.stringify(event) + "\n";
}

function outcome(type, data) {
  const error = data.details?.error;
  const left = data.skip !== undefined || data.todo !== undefined;
  return line({
    event: "test",
    file: data.file ?? "",
    path: [...NAMES_OF_SUITES.slice(0, data.nesting), data.name],
    line: data.line ?? 0,
    state: left ? "skipped" : type === "test:pass" ? "passed" : "failed",
    group: data.details?.type === "suite",
    followsFromParts: error?.failureType === "subtestsFailed",
    hook: error?.failureType === "hookFailed",
    timeout: error?.failureType === "testTimeoutFailure",
    errors: error ? [described(error)] : [],
  });
}

export default async function* report(source) {
  yield line({ event: "start" });
  for await (const { type, data } of source) {
    if (type === "test:start") {
      NAMES_OF_SUITES.length = data.nesting;
      NAMES_OF_SUITES[data.nesting] = data.name;
    } else if (type === "test:pass" || type === "test:fail") {
      yield outcome(type, data);
    } else if (type === "test:stderr") {
      yield line({ event: "stderr", file: data.file ?? "", text: data.message });
    }
  }
  yield line({ event: "finish" });
}
