import { useSay } from '@atalaya/ui/i18n';
import { Empty } from '@atalaya/ui/pieces';
import { useStore } from '@atalaya/ui/state';
import { Button, Splitter } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowLeft, IconListCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useRef } from 'react';
import { useRemembered } from '../app/remembered.ts';
import { useMe } from '../app/session.ts';
import { CasePane } from '../case/case-pane.tsx';
import { caseQuery, prefetchCases } from '../case/case-query.ts';
import { Desk } from '../case/desk.tsx';
import { draft, dropDraft } from '../case/draft.ts';
import { PersonPane } from '../case/person-pane.tsx';
import { useDeciding } from '../case/use-deciding.ts';
import { personShown } from '../shell/person-shown.ts';
import { QueueListPane } from './list-pane.tsx';
import styles from './queue.module.css';
import { queueList } from './queue-list.ts';
import { neighbour } from './rows.ts';
import { useFiltersInAddress } from './use-filters-in-address.ts';
import { useQueueKeys } from './use-queue-keys.ts';

const threePanes = '(min-width: 75em)';
type Sizes = [string, string, string];
const standardSizes: Sizes = ['27%', '47%', '26%'];
const areSizes = (value: unknown): value is Sizes =>
  Array.isArray(value) && value.length === 3 && value.every((one) => /^[\d.]+%$/.test(String(one)));

/** How many cases are read ahead of the one that is open. */
const ahead = 3;

/** The review queue: list, case and person side by side, driven by the keyboard. */
export function QueueScreen() {
  const say = useSay();
  const me = useMe();
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/queue' });
  const selected = search.case ?? null;
  const list = useStore(queueList);
  const isWide = useMediaQuery(threePanes, matchMedia(threePanes).matches);
  const [sizes, setSizes] = useRemembered<Sizes>('atalaya.panes', standardSizes, areSizes);
  const detail = useQuery({ ...caseQuery(selected ?? ''), enabled: selected !== null });

  useEffect(() => queueList.open(me), [me.id]);
  useFiltersInAddress();
  useEffect(() => {
    personShown.set(detail.data?.person?.id ?? null);
    return () => personShown.set(null);
  }, [detail.data?.person?.id]);
  // What waits behind the open case is read while one reads the case.
  useEffect(() => {
    const at = list.rows.findIndex(({ id }) => id === selected);
    prefetchCases(
      list.rows.slice(Math.max(at, 0), Math.max(at, 0) + ahead + 1).map(({ id }) => id),
    );
  }, [list.rows, selected]);

  const select = useCallback(
    (id: string | null) => {
      if (draft.get() && draft.get()?.caseId !== id) dropDraft();
      void navigate({
        to: '/queue',
        search: ({ filter }) => ({ ...(id && { case: id }), ...(filter && { filter }) }),
        replace: true,
      });
    },
    [navigate],
  );
  const isHere = useRef(false);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  const toNext = () => {
    const next = selected === null ? undefined : neighbour(queueList.get().rows, selected);
    return () => {
      if (selected !== null) select(next && next.id !== selected ? next.id : null);
    };
  };
  const deciding = useDeciding(detail.data, {
    onDecided: () => toNext()(),
    onTakenBack(caseId) {
      // Neither from another screen nor out of a decision that is being written.
      if (isHere.current && !draft.get()) select(caseId);
    },
  });
  const latest = useRef(deciding);
  latest.current = deciding;
  // With nothing chosen yet the most urgent case is open: there is nothing else to do here.
  const first = list.rows[0]?.id;
  useEffect(() => {
    if (isWide && selected === null && first !== undefined) select(first);
  }, [isWide, selected, first, select]);
  // A notice's button leads straight to the decision.
  const wantsDecision = search.decide !== undefined;
  useEffect(() => {
    if (!wantsDecision || !detail.data) return;
    latest.current.choose('warn');
    // Once: when the case is read again, what was chosen since stays.
    select(detail.data.id);
  }, [wantsDecision, detail.data, select]);
  useQueueKeys({ selected, select, detail: detail.data, deciding });
  const desk = <Desk detail={detail.data} onLeaving={toNext} />;

  const listPane = <QueueListPane selected={selected} onSelect={select} />;
  const casePane =
    selected === null ? (
      <Empty icon={IconListCheck} title={say('queue.choose')} text={say('queue.choose.text')} />
    ) : (
      <CasePane key={selected} caseId={selected} detail={detail} deciding={deciding} />
    );
  if (!isWide) {
    return (
      <main className={styles.narrow} aria-label={say('queue.title')}>
        {desk}
        {selected === null ? (
          listPane
        ) : (
          <>
            <Button
              className={styles.back}
              variant="subtle"
              size="sm"
              leftSection={<IconArrowLeft size={16} aria-hidden />}
              onClick={() => select(null)}
            >
              {say('pane.back')}
            </Button>
            {casePane}
            {detail.data && <PersonPane detail={detail.data} />}
          </>
        )}
      </main>
    );
  }
  return (
    <main className={styles.panes} aria-label={say('queue.title')}>
      {desk}
      <Splitter
        className={styles.splitter}
        sizes={sizes as `${number}%`[]}
        onSizeChange={(next) => setSizes(next.map(String) as Sizes)}
        lineSize={1}
        withHandle={false}
        step={2}
        attributes={{ handle: { 'aria-label': say('pane.list') } }}
      >
        <Splitter.Pane defaultSize="27%" min="18%" className={styles.pane}>
          {listPane}
        </Splitter.Pane>
        <Splitter.Pane defaultSize="47%" min="30%" className={styles.pane}>
          {casePane}
        </Splitter.Pane>
        <Splitter.Pane defaultSize="26%" min="16%" className={styles.pane}>
          {detail.data && <PersonPane detail={detail.data} />}
        </Splitter.Pane>
      </Splitter>
    </main>
  );
}
