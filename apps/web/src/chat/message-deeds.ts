import type { Message } from '@atalaya/api/types';
import { type Say, useErrorText, useSay } from '@atalaya/ui/i18n';
import { toastDone, toastFailure, toastUndo } from '@atalaya/ui/toasts';
import { useMemo } from 'react';
import { api } from '../app/atalaya.ts';
import { useMe } from '../app/session.ts';
import type { Talk } from './conversation.ts';
import { withReaction } from './reaction.ts';
import { setSaved } from './saved-messages.ts';

/** Milliseconds in which what was taken away can be brought back. */
const undoMs = 5_000;

/** What a person can do with a message: shown at once, taken back with a word when refused; but see `edit`. */
export interface MessageDeeds {
  react(message: Message, emoji: string): void;
  /** Resolves when the server has it, and throws its refusal: what was written must not be lost. */
  edit(message: Message, content: string): Promise<void>;
  remove(message: Message): void;
  /** Takes what a link shows off the message. */
  removePreview(message: Message, url: string): void;
  copy(message: Message): void;
  markUnread(message: Message): void;
  /** Pins it to the channel, or takes it off. */
  pin(message: Message): void;
  /** Puts it aside for later, or takes it off the list. */
  save(message: Message, saved: boolean): void;
}

/** The deeds of one channel or thread. */
export function useMessageDeeds(conversation: Talk): MessageDeeds {
  const say = useSay();
  const errorText = useErrorText();
  const { id: myId } = useMe();
  return useMemo(
    () => makeDeeds({ conversation, say, errorText, myId }),
    [conversation, say, errorText, myId],
  );
}

interface Around {
  conversation: Talk;
  say: Say;
  errorText: (error: unknown) => string;
  myId: string;
}

interface Undoable {
  change: (message: Message) => Message;
  call: () => Promise<Message>;
  /** What is said of it meanwhile. */
  words: string;
}

function makeDeeds({ conversation, say, errorText, myId }: Around): MessageDeeds {
  const { timeline } = conversation;

  function ahead(
    message: Message,
    change: (message: Message) => Message,
    call: () => Promise<Message>,
  ) {
    const takeBack = timeline.ahead(message.id, change);
    call().then(timeline.settle, (error) => {
      takeBack();
      toastFailure(errorText(error));
    });
  }

  /** Shows a change at once and carries it out a little later, unless it is taken back. */
  function unlessUndone(message: Message, { change, call, words }: Undoable) {
    const takeBack = timeline.ahead(message.id, change);
    const carryOut = () => {
      stop();
      call().then(timeline.settle, (error) => {
        takeBack();
        toastFailure(errorText(error));
      });
    };
    const timer = setTimeout(carryOut, undoMs);
    // Closing the page is no way to keep what one has taken away.
    addEventListener('pagehide', carryOut);
    const stop = () => {
      clearTimeout(timer);
      removeEventListener('pagehide', carryOut);
    };
    toastUndo({
      message: words,
      undo: say('action.undo'),
      within: undoMs,
      onUndo: () => {
        stop();
        takeBack();
      },
    });
  }

  return {
    react(message, emoji) {
      const input = { messageId: message.id, emoji };
      const isMine = message.reactions.some(
        (reaction) => reaction.emoji === emoji && reaction.memberIds.includes(myId),
      );
      ahead(
        message,
        (before) => withReaction(before, emoji, myId),
        () =>
          isMine ? api.chat.messages.unreact.mutate(input) : api.chat.messages.react.mutate(input),
      );
    },
    async edit(message, content) {
      timeline.settle(await api.chat.messages.edit.mutate({ messageId: message.id, content }));
    },
    remove(message) {
      unlessUndone(message, {
        change: (before) => ({ ...before, content: '', reactions: [], deletedAt: new Date() }),
        call: () => api.chat.messages.delete.mutate({ messageId: message.id }),
        words: say('message.deleted.toast'),
      });
    },
    removePreview(message, url) {
      unlessUndone(message, {
        change: ({ previews = [], ...before }) => {
          const left = previews.filter((preview) => preview.url !== url);
          return left.length > 0 ? { ...before, previews: left } : before;
        },
        call: () => api.chat.messages.removePreview.mutate({ messageId: message.id, url }),
        words: say('preview.removed'),
      });
    },
    copy(message) {
      navigator.clipboard.writeText(message.content).then(
        () => toastDone(say('message.copied')),
        () => toastFailure(say('message.copyFailed')),
      );
    },
    markUnread(message) {
      conversation.holdUnread(message.seq - 1);
      conversation.markRead(message.seq - 1).catch((error) => toastFailure(errorText(error)));
    },
    pin(message) {
      const { pinnedAt, id: messageId } = message;
      ahead(
        message,
        ({ pinnedAt: _, ...before }) => (pinnedAt ? before : { ...before, pinnedAt: new Date() }),
        () =>
          pinnedAt
            ? api.chat.messages.unpin.mutate({ messageId })
            : api.chat.messages.pin.mutate({ messageId }),
      );
    },
    save({ channelId, id }, saved) {
      setSaved(channelId, id, saved).then(
        () => toastDone(say(saved ? 'saved.added' : 'saved.removed')),
        (error) => toastFailure(errorText(error)),
      );
    },
  };
}
