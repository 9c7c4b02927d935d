export { PagedList, SearchField, useSearchText } from './paged-list.tsx';
export { roving } from './roving.ts';
