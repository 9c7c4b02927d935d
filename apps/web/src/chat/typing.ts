import { createStore } from '@atalaya/ui/state';

interface Person {
  id: string;
  displayName: string;
}

export type Typing = ReturnType<typeof createTyping>;

/** Who is writing in a channel now. Expires by itself. */
export function createTyping(myId: string) {
  const people = createStore<readonly Person[]>([]);
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  function wrote(id: string) {
    clearTimeout(timers.get(id));
    if (timers.delete(id)) people.set(people.get().filter((person) => person.id !== id));
  }

  return {
    get: people.get,
    subscribe: people.subscribe,
    /** Someone is writing; shown for `forMs` milliseconds unless it is said again. */
    heard(person: Person, forMs: number): void {
      if (person.id === myId) return;
      const isNew = !timers.has(person.id);
      clearTimeout(timers.get(person.id));
      timers.set(
        person.id,
        setTimeout(() => wrote(person.id), forMs),
      );
      if (isNew) people.set([...people.get(), person]);
    },
    /** The message is there, so the person is not writing it any more. */
    wrote,
    clear(): void {
      for (const id of [...timers.keys()]) wrote(id);
    },
  };
}
