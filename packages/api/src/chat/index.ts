export {
  channelWithLast,
  type MessageFacts,
  messageAround,
} from './around.ts';
export type {
  FiledSubject,
  FilteredText,
  FilteredWords,
  Finding,
  MessageFilter,
  Verdict,
} from './filter.ts';
export {
  announceMessages,
  announceMutes,
  giveTextBack,
  type MessageNews,
  type Mute,
  setHidden,
  setMutes,
  takeText,
} from './interventions.ts';
export { readableMessage } from './message-access.ts';
