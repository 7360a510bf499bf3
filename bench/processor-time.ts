/** CPU time of processes and everything they started, from /proc (Linux). */
import { readFileSync, readdirSync } from 'node:fs';

/** USER_HZ: /proc counts in hundredths of a second on every Linux. */
const TICKS = 100;

type Process = { readonly pid: number; readonly parent: number; readonly seconds: number };

const processOf = (pid: string): Process | undefined => {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    // its own, and that of children it has waited for: a connection that closed meanwhile is not lost with its process
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
    return { pid: Number(pid), parent: Number(fields[1]), seconds: ticks / TICKS };
  } catch {
    return undefined; // it ended while we looked
  }
};

/** The given processes and everything they started, each once. */
const descendantsOf = (roots: readonly number[]): readonly Process[] => {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => processOf(name) ?? []);
  const counted = new Set(roots);
  for (let grown = true; grown; ) {
    grown = false;
    for (const { pid, parent } of all)
      if (counted.has(parent) && !counted.has(pid)) {
        counted.add(pid);
        grown = true;
      }
  }
  return all.filter(({ pid }) => counted.has(pid));
};

/** Seconds used so far by the given processes and their descendants, those that ended included, none counted twice. */
export const processorSeconds = (roots: readonly number[]): number =>
  descendantsOf(roots).reduce((sum, { seconds }) => sum + seconds, 0);

/**
 * Milliseconds the threads of the given processes and their descendants have run, to the nanosecond (`schedstat`): for turns too short to
 * be counted in hundredths of a second. What ended meanwhile is not in it.
 */
export const threadMilliseconds = (roots: readonly number[]): number => {
  const nanoseconds = descendantsOf(roots).flatMap(({ pid }) => {
    try {
      return readdirSync(`/proc/${pid}/task`).map((thread) =>
        Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ', 1)[0]),
      );
    } catch {
      return []; // it ended while we looked
    }
  });
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
};

/** Seconds all cores were busy, to tell how much of the machine others took. */
export const machineSeconds = (): number => {
  const fields = (readFileSync('/proc/stat', 'latin1').split('\n')[0] ?? '').trim().split(/\s+/).slice(1).map(Number);
  return [0, 1, 2, 5, 6].reduce((sum, at) => sum + (fields[at] ?? 0), 0) / TICKS;
};

/**
 * Milliseconds each second that are used while nobody asks, five seconds at a time, until they fall no more or a minute has gone:
 * what loading leaves behind (names to compare, tokens and totals to settle) is work done once and no idling.
 */
export const idleWindows = async (pids: readonly number[]): Promise<readonly number[]> => {
  const windows: number[] = [];
  while (windows.length < 2 || (windows.length < 12 && (windows.at(-1) ?? 0) < (windows.at(-2) ?? 0) * 0.8)) {
    const before = processorSeconds(pids);
    await new Promise((done) => setTimeout(done, 5000));
    windows.push((processorSeconds(pids) - before) * 200);
  }
  return windows;
};
