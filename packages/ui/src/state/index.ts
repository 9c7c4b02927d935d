export { allPages } from './all-pages.ts';
export { plainSearch, searchText } from './plain-search.ts';
export { createQueries } from './queries.ts';
export { createStore, type Store } from './store.ts';
export { useStore } from './use-store.ts';
export { useTask } from './use-task.ts';
