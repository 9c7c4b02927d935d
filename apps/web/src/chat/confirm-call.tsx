import type { ChannelDetail } from '@atalaya/api/types';
import { Confirm } from '@atalaya/ui/dialogs';
import { useSay } from '@atalaya/ui/i18n';

interface ConfirmCallProps {
  channel: ChannelDetail;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before a message calls many people, and says how many. */
export function ConfirmCall({ channel, onConfirm, onClose }: ConfirmCallProps) {
  const say = useSay();
  return (
    <Confirm
      title={say('call.title', { count: channel.memberCount - 1 })}
      text={say('call.text', { channel: channel.name })}
      confirm={say('call.confirm')}
      onConfirm={async () => onConfirm()}
      onClose={onClose}
    />
  );
}
