import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The work, and the memory of it: one file for each resource, one line for each of its events. One line is one write,
 * so an event is in its file or is not; what a crash has cut off is cut away.
 */
export class History {
  #folder;

  constructor(folder) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** Adds an event to its resource. False when it was there before. The line is on the disk when this returns. */
  add(resource, event) {
    const path = join(this.#folder, `${resource}.jsonl`);
    if (this.#lines(path).some((line) => JSON.parse(line).id === event.id)) {
      return false;
    }
    const file = openSync(path, 'a');
    try {
      writeSync(file, JSON.stringify(event) + '\n');
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    return true;
  }

  #lines(path) {
    if (!existsSync(path)) {
      return [];
    }
    const content = readFileSync(path);
    const end = content.lastIndexOf('\n') + 1;
    if (end < content.length) {
      truncateSync(path, end);
    }
    return content.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
  }
}
