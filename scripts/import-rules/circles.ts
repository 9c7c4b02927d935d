/** Circles in a graph of names, each once, as the way round. */
export function findCircles(edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const circles = new Map<string, string[]>();
  const done = new Set<string>();
  const way: string[] = [];
  const visit = (name: string): void => {
    const place = way.indexOf(name);
    if (place >= 0) {
      const circle = way.slice(place);
      const key = [...circle].sort().join(' ');
      if (!circles.has(key)) circles.set(key, [...circle, name]);
      return;
    }
    if (done.has(name)) return;
    way.push(name);
    for (const next of edges.get(name) ?? []) visit(next);
    way.pop();
    done.add(name);
  };
  for (const name of edges.keys()) visit(name);
  return [...circles.values()];
}

/** Adds an edge to a graph. */
export function connect(edges: Map<string, Set<string>>, from: string, to: string): void {
  const known = edges.get(from);
  if (known) known.add(to);
  else edges.set(from, new Set([to]));
}
