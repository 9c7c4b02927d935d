import type { NodeLoad } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { Card, Fact, Facts } from './card.tsx';

/** How the server that answers is doing. Only for who may see the system's status. */
export function NodeCard({ node }: { node: NodeLoad }) {
  const say = useSay();
  const number = (value: number, options?: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(say.locale, { maximumFractionDigits: 0, ...options }).format(value);
  return (
    <Card title={say('dashboard.node')}>
      <Facts>
        <Fact name={say('dashboard.node.cpu')}>{number(node.cpu, { style: 'percent' })}</Fact>
        <Fact name={say('dashboard.node.memory')}>
          {number(node.memoryBytes / 1_000_000, { style: 'unit', unit: 'megabyte' })}
        </Fact>
        <Fact name={say('dashboard.node.delay')}>
          {number(node.eventLoopDelayMs, { style: 'unit', unit: 'millisecond' })}
        </Fact>
        <Fact name={say('dashboard.node.sockets')}>{number(node.sockets)}</Fact>
      </Facts>
    </Card>
  );
}
