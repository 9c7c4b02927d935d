import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { atalaya } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';
import { useStore } from '../app/use-store.ts';
import { forgetConversations } from '../chat/conversation.ts';
import { drafts } from '../chat/drafts.ts';
import { lastChannel } from './last-channel.ts';

/** Leaves for the sign-in page as soon as nobody is signed in, and takes what was read along. */
export function useSignedOut(): void {
  const navigate = useNavigate();
  const state = useStore(atalaya.session.state);
  const reason = state.status === 'signedOut' ? state.reason : null;
  useEffect(() => {
    if (reason === null) return;
    queries.clear();
    forgetConversations();
    if (reason === 'signedOut') {
      drafts.clear();
      lastChannel.set(null);
    }
    void navigate({ to: '/sign-in', replace: true });
  }, [reason, navigate]);
}
