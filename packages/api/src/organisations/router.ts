import { cursorInput, done } from '../common.ts';
import { member, router, staff } from '../trpc.ts';
import { createInvite, listInvites, revokeInvite } from './invites.ts';
import { listMembers } from './member-list.ts';
import { deactivateMember, reactivateMember } from './member-state.ts';
import { getMember, updateMember } from './members.ts';
import { getOrganisation, updateOrganisation } from './organisation.ts';
import { onPresence, reportActivity, setPresence } from './own-presence.ts';
import * as s from './schemas.ts';

const invitesRouter = router({
  /** The code is in the answer and nowhere else. */
  create: staff('members:invite', { audited: true })
    .input(s.inviteCreateInput)
    .output(s.inviteCreated)
    .mutation(({ ctx, input }) => createInvite(ctx.call, input)),
  /** Invitations that can still be used, newest first. */
  list: staff('members:invite')
    .input(cursorInput)
    .output(s.invitePage)
    .query(({ ctx, input }) => listInvites(ctx.call, input)),
  revoke: staff('members:invite', { audited: true })
    .input(s.inviteIdInput)
    .output(done)
    .mutation(({ ctx, input }) => revokeInvite(ctx.call, input.inviteId)),
});

export const organisationsRouter = router({
  /** The caller's organisation. */
  get: member()
    .output(s.organisation)
    .query(({ ctx }) => getOrganisation(ctx.call)),
  /** Throws `taken` for an e-mail domain that another organisation has. */
  update: staff('organisation:manage', { audited: true })
    .input(s.organisationUpdateInput)
    .output(s.organisation)
    .mutation(({ ctx, input }) => updateOrganisation(ctx.call, input)),
  invites: invitesRouter,
});

export const membersRouter = router({
  /** People of the organisation by name. Only staff list those who are not active. */
  list: member()
    .input(s.memberListInput)
    .output(s.memberPage)
    .query(({ ctx, input }) => listMembers(ctx.call, input)),
  get: member()
    .input(s.memberIdInput)
    .output(s.memberDetail)
    .query(({ ctx, input }) => getMember(ctx.call, input.memberId)),
  /** Changes oneself, or another person where `allowed.update` says so; the latter is audited. */
  update: member()
    .input(s.memberUpdateInput)
    .output(s.memberDetail)
    .mutation(({ ctx, input }) => updateMember(ctx.call, input)),
  /** Ends the person's sessions at once and keeps them from signing in. */
  deactivate: staff('members:deactivate', { audited: true })
    .input(s.memberIdInput)
    .output(s.memberDetail)
    .mutation(({ ctx, input }) => deactivateMember(ctx.call, input.memberId)),
  reactivate: staff('members:deactivate', { audited: true })
    .input(s.memberIdInput)
    .output(s.memberDetail)
    .mutation(({ ctx, input }) => reactivateMember(ctx.call, input.memberId)),
  /** How the caller is shown: by activity, or by hand. */
  setPresence: member()
    .input(s.presenceInput)
    .output(s.presenceChange)
    .mutation(({ ctx, input }) => setPresence(ctx.call, input.choice)),
  /** The caller came back to or left the keyboard. Means something over a WebSocket only. */
  activity: member()
    .input(s.activityInput)
    .output(done)
    .mutation(({ ctx, input }) => reportActivity(ctx.call, input.away)),
  /** Presence of the organisation's people as it changes. Begins with `refresh`. */
  onPresence: member({ events: s.presenceEvent }).subscription(({ ctx, signal }) =>
    onPresence(ctx.call, signal),
  ),
});
