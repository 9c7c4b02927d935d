export { ChannelAccess, type ChannelView } from './access.ts';
export { Activity } from './activity.ts';
export { channelTopic, channelTopics } from './events.ts';
export { MessageWriter } from './writer.ts';
