import { useStore } from '@atalaya/ui/state';
import { lazy, Suspense, useEffect } from 'react';
import { historyChoice } from './history-choice.ts';

const MessageHistory = lazy(() =>
  import('./message-history.tsx').then(({ MessageHistory }) => ({ default: MessageHistory })),
);

/** Over the conversation: the versions of the message that was chosen. */
export function HistoryWindow() {
  const message = useStore(historyChoice);
  useEffect(() => () => historyChoice.set(null), []);
  if (!message) return null;
  return (
    <Suspense fallback={null}>
      <MessageHistory key={message.id} message={message} onClose={() => historyChoice.set(null)} />
    </Suspense>
  );
}
