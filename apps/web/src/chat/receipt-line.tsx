import { useSay } from '@atalaya/ui/i18n';
import { IconCheck, IconChecks } from '@tabler/icons-react';
import styles from './receipt-line.module.css';
import type { Receipt } from './receipts.ts';

/** Under one's own message in a conversation of two: how far it has come. */
export function ReceiptLine({ receipt }: { receipt: Receipt }) {
  const say = useSay();
  const Icon = receipt === 'sent' ? IconCheck : IconChecks;
  return (
    <p className={styles.receipt} data-receipt={receipt}>
      <Icon size={14} stroke={1.8} aria-hidden />
      {say(`message.receipt.${receipt}`)}
    </p>
  );
}
