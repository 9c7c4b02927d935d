/** The server takes at most 50 calls and 1 MB in one message; this stays well below. */
const mostCalls = 40;
const mostCharacters = 200_000;

/**
 * What tRPC puts into one message, in messages of a size that the server takes: after a lost line
 * hundreds of streams and calls begin at once.
 */
export function inBatches(text: string): string[] {
  // A single call is an object, and only several are a list.
  if (!text.startsWith('[')) return [text];
  const calls = JSON.parse(text) as unknown[];
  if (calls.length <= mostCalls && text.length <= mostCharacters) return [text];
  const batches: string[] = [];
  let batch: string[] = [];
  let characters = 0;
  for (const call of calls.map((each) => JSON.stringify(each))) {
    if (
      batch.length === mostCalls ||
      (batch.length > 0 && characters + call.length > mostCharacters)
    ) {
      batches.push(`[${batch.join(',')}]`);
      batch = [];
      characters = 0;
    }
    batch.push(call);
    characters += call.length;
  }
  if (batch.length > 0) batches.push(`[${batch.join(',')}]`);
  return batches;
}
