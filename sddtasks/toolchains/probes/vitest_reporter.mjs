// vitest reporter: one JSON object per line, see sddtasks/toolchains/javascript/events.py.
import { appendFileSync } from "node:fs";

const REPORT = process.env.SDD_PROBE_REPORT;
const STATES = { pass: "passed", fail: "failed" };

function write(event) {
  appendFileSync(REPORT, JSON.stringify(event) + "\n");
}

function described(error) {
  return {
    name: String(error?.name ?? ""),
    code: String(error?.code ?? ""),
    message: String(error?.message ?? error ?? ""),
    stack: String(error?.stackStr ?? error?.stack ?? ""),
  };
}

function walk(task, file, path) {
  const errors = (task.result?.errors ?? []).map(described);
  const group = task.type === "suite";
  if (!group || errors.length) {
    const state = STATES[task.result?.state] ?? "skipped";
    const timeout = errors.some((error) => /^(Test|Hook) timed out in/.test(error.message));
    const line = task.location?.line ?? 0;
    write({ event: "test", file, path, line, state, group, hook: group, timeout, errors });
  }
  for (const child of task.tasks ?? []) walk(child, file, [...path, child.name]);
}

function report(files, unhandled) {
  for (const file of files) {
    for (const error of file.result?.errors ?? []) {
      write({ event: "file", file: file.filepath, error: described(error) });
    }
    for (const child of file.tasks) walk(child, file.filepath, [child.name]);
  }
  for (const error of unhandled ?? []) write({ event: "unhandled", error: described(error) });
  write({ event: "finish" });
}

export default class Reporter {
  onInit() {
    write({ event: "start" });
  }

  // vitest 3 calls both of the following; only the first call counts.
  onTestRunEnd(modules, unhandled) {
    if (!this.done) report(modules.map((module) => module.task), unhandled);
    this.done = true;
  }

  onFinished(files, unhandled) {
    if (!this.done) report(files ?? [], unhandled);
    this.done = true;
  }
}
