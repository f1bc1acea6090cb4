/** Yields one parsed value per line of a stream, however the network cuts it into pieces. */
export async function* readLines<Value>(stream: ReadableStream<Uint8Array>): AsyncGenerator<Value> {
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const lines = rest.split("\n");
      rest = done ? "" : (lines.pop() ?? "");
      for (const line of lines) if (line.trim()) yield JSON.parse(line) as Value;
      if (done) return;
    }
  } finally {
    // Leaving the loop early closes the connection, and that is how the server learns of it.
    await reader.cancel().catch(() => undefined);
  }
}
