import { useStore } from '@atalaya/ui/state';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { atalaya } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';
import { forgetConversations } from '../chat/conversation.ts';
import { drafts } from '../chat/drafts.ts';
import { banFrom, keptBan } from '../entry/ban.ts';
import { lastChannel } from './last-channel.ts';

/** Leaves for the sign-in page, or for the reasons of a ban, as soon as nobody is signed in, and takes what was read along. */
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
    const ban = banFrom(atalaya.session.state.get());
    if (ban) keptBan.set(ban);
    void navigate({ to: ban ? '/banned' : '/sign-in', replace: true });
  }, [reason, navigate]);
}
