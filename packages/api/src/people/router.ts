import { router, staff } from '../trpc.ts';
import { getPerson } from './detail.ts';
import { listPeople } from './list.ts';
import * as s from './schemas.ts';

export const peopleRouter = router({
  /** Everyone of the organisation, as staff see them. */
  list: staff('people:read')
    .input(s.peopleListInput)
    .output(s.peoplePage)
    .query(({ ctx, input }) => listPeople(ctx.call, input)),
  /** Who a person is, where they are signed in, and what was decided about them. */
  get: staff('people:read')
    .input(s.personIdInput)
    .output(s.personDetail)
    .query(({ ctx, input }) => getPerson(ctx.call, input.memberId)),
});
