/**
 * A child process that trains one task on request, whatever it is written in. It has a task as JSON for its only argument,
 * gets a line `{"steps": n}` at a time, and answers with lines that begin with @:
 *
 *   @{"ready": true, "name": ..., "device": ..., "parameters": ..., "loss": ...}   once it is built and warm
 *   @{"ms": ..., "jsMs": ...}                                                      for each request, when all is done
 *   @{"error": "..."}                                                              when it cannot
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { ContenderFacts, Timing } from '@/benchmark/types';

export interface PeerCommand {
  label: string;
  command: string;
  args: string[];
  env: Record<string, string>;
}

/** Beyond this a peer that says nothing is given up. */
const LIMIT_MS = 240_000;

export class Peer {
  private constructor(
    readonly label: string,
    readonly facts: ContenderFacts & { threads?: number },
    private readonly child: ChildProcess,
    private readonly answers: AsyncIterator<string>,
  ) {}

  /** @throws Error with what the peer said was wrong */
  static async start({ label, command, args, env }: PeerCommand): Promise<Peer> {
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
    const errors: string[] = [];
    child.stderr?.on('data', (text) => errors.push(String(text)));
    const failed = new Promise<never>((_, reject) => child.on('error', reject));
    failed.catch(() => {});
    const answers = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
    try {
      const answer = await Promise.race([nextAnswer(answers), failed]);
      const facts = { dispatches: null, gpuBytes: null, loss: null, ...answer } as unknown as ContenderFacts;
      return new Peer(label, facts, child, answers);
    } catch (error) {
      child.kill('SIGKILL');
      const told = errors.join('').trim().split('\n').slice(-5).join('\n');
      throw new Error(`${label}: ${error instanceof Error ? error.message : error}${told ? `\n${told}` : ''}`);
    }
  }

  /** Trains so many steps. */
  async run(steps: number): Promise<Timing> {
    this.child.stdin?.write(`${JSON.stringify({ steps })}\n`);
    try {
      const { ms, jsMs } = await nextAnswer(this.answers);
      return { ms: Number(ms), jsMs: Number(jsMs ?? ms) };
    } catch (error) {
      throw new Error(`${this.label}: ${error instanceof Error ? error.message : error}`);
    }
  }

  stop(): void {
    this.child.stdin?.end();
    this.child.kill('SIGKILL');
  }
}

async function nextAnswer(lines: AsyncIterator<string>): Promise<Record<string, unknown>> {
  const timeout = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`no answer for ${LIMIT_MS / 1000} s`)), LIMIT_MS).unref();
  });
  for (;;) {
    const { value, done } = await Promise.race([lines.next(), timeout]);
    if (done) throw new Error('it ended without a word');
    if (!value.startsWith('@')) continue;
    const answer = JSON.parse(value.slice(1));
    if (answer.error) throw new Error(answer.error);
    return answer;
  }
}
