import type { Rule, RuleKind } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { PagedList, SearchField, useSearchText } from '@atalaya/ui/lists';
import { Empty } from '@atalaya/ui/pieces';
import { Button, NativeSelect } from '@mantine/core';
import { IconFilterOff, IconFlask, IconPlus, IconShieldCheck } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useRef, useState } from 'react';
import { LeavingGuard } from '../app/leaving-guard.tsx';
import { Screen } from '../app/screen.tsx';
import { useMay } from '../app/session.ts';
import { kinds } from './rule-draft.ts';
import { RulePanel } from './rule-panel.tsx';
import styles from './rules.module.css';
import { type RuleFilters, ruleList } from './rules-queries.ts';
import { RulesTable } from './rules-table.tsx';
import { useSwitchRule } from './switch-rule.ts';
import { useRulesKeys } from './use-rules-keys.ts';

/** What the automatic filter looks for, and what it does then. */
export function RulesScreen() {
  const say = useSay();
  const mayEdit = useMay('moderation:rules');
  const { rule: open } = useSearch({ from: '/shell/rules' });
  const navigate = useNavigate();
  const box = useRef<HTMLDivElement>(null);
  const search = useSearchText();
  const [kind, setKind] = useState<RuleKind | ''>('');
  const [state, setState] = useState<'' | 'on' | 'off'>('');
  const [isUnsaved, setUnsaved] = useState(false);
  /** What was saved a moment ago: the panel of a new rule becomes that of a saved one. */
  const [saved, setSaved] = useState<Rule | null>(null);
  const filters: RuleFilters = {
    ...(search.settled && { search: search.settled }),
    ...(kind && { kind }),
    ...(state && { enabled: state === 'on' }),
  };
  const list = useInfiniteQuery({ ...ruleList(filters), placeholderData: keepPreviousData });
  const rules = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const switchRule = useSwitchRule();

  const go = useCallback(
    (rule: string | null, { saved = false } = {}) =>
      void navigate({
        to: '/rules',
        search: rule === null ? {} : { rule },
        replace: true,
        ignoreBlocker: saved,
      }),
    [navigate],
  );
  const close = useCallback(() => {
    go(null);
    const link = box.current?.querySelector<HTMLElement>(`[data-rule="${CSS.escape(open ?? '')}"]`);
    (link ?? box.current?.querySelector<HTMLElement>('[data-rove]'))?.focus();
  }, [go, open]);
  const clear = () => {
    search.write('');
    setKind('');
    setState('');
  };
  useRulesKeys({
    box,
    mayEdit,
    open: go,
    flip(ruleId) {
      const rule = rules.find(({ id }) => id === ruleId);
      if (rule && !(isUnsaved && ruleId === open)) switchRule(rule);
    },
  });
  const isFiltered = Object.keys(filters).length > 0;
  return (
    <Screen
      title={say('rules.title')}
      actions={
        mayEdit && (
          <>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconFlask size={15} aria-hidden />}
              onClick={() => go('try')}
            >
              {say('try.title')}
            </Button>
            <Button
              size="xs"
              leftSection={<IconPlus size={15} aria-hidden />}
              onClick={() => go('new')}
            >
              {say('rules.new')}
            </Button>
          </>
        )
      }
      side={
        open && (
          <RulePanel
            key={open}
            open={open}
            saved={saved?.id === open ? saved : null}
            onSaved={(rule) => {
              setSaved(rule);
              go(rule.id, { saved: true });
            }}
            onDeleted={() => go(null, { saved: true })}
            onClose={close}
            setUnsaved={setUnsaved}
          />
        )
      }
    >
      <div ref={box}>
        {!mayEdit && <p className={styles.readOnly}>{say('rules.readOnly')}</p>}
        <search className={styles.filters}>
          <SearchField search={search} label={say('rules.search')} />
          <NativeSelect
            aria-label={say('rule.kind')}
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value as typeof kind)}
            data={[
              { value: '', label: say('rules.anyKind') },
              ...kinds.map((value) => ({ value, label: say(`ruleKind.${value}`) })),
            ]}
          />
          <NativeSelect
            aria-label={say('rules.column.enabled')}
            value={state}
            onChange={(event) => setState(event.currentTarget.value as typeof state)}
            data={[
              { value: '', label: say('rules.anyState') },
              { value: 'on', label: say('rules.onlyOn') },
              { value: 'off', label: say('rules.onlyOff') },
            ]}
          />
        </search>
        <div aria-busy={list.isFetching}>
          <PagedList
            list={list}
            rows={8}
            empty={
              isFiltered ? (
                <Empty
                  icon={IconFilterOff}
                  title={say('rules.nothing')}
                  text={say('rules.nothing.text')}
                >
                  <Button variant="default" size="sm" onClick={clear}>
                    {say('rules.clear')}
                  </Button>
                </Empty>
              ) : (
                <Empty
                  icon={IconShieldCheck}
                  title={say('rules.none')}
                  text={say('rules.none.text')}
                >
                  {mayEdit && (
                    <Button size="sm" onClick={() => go('new')}>
                      {say('rules.new')}
                    </Button>
                  )}
                </Empty>
              )
            }
          >
            {(items: Rule[]) => (
              <RulesTable
                rules={items}
                open={open}
                onSwitch={mayEdit ? switchRule : undefined}
                locked={isUnsaved ? (open ?? null) : null}
              />
            )}
          </PagedList>
        </div>
      </div>
      <LeavingGuard isUnsaved={isUnsaved} placeOf={ruleAt} />
    </Screen>
  );
}

/** Another rule is another place: what is being written belongs to one. */
const ruleAt = ({ pathname, search }: { pathname: string; search: object }): string =>
  `${pathname} ${'rule' in search ? String(search.rule) : ''}`;
