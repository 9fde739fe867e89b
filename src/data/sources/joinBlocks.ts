/** Blocks of a stream as one piece. */

/** @param maxBytes stops, and leaves the iterator, when there are as many */
export async function joinBlocks(
  blocks: AsyncIterable<Uint8Array>,
  maxBytes = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const block of blocks) {
    const part = block.subarray(0, maxBytes - length);
    parts.push(part);
    length += part.length;
    if (length >= maxBytes) break;
  }
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(length);
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}

/** The stream's blocks; leaving the loop early cancels it. (Not all browsers can iterate a stream themselves.) */
export async function* blocksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
