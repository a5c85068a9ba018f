import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Rule, RuleGroup } from '../../../../services/catalog/rules/rules.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Choice } from '../../components/field.tsx';
import { t } from '../../i18n/locale.ts';
import { isGroup, NEW_GROUP, NEW_RULE, replaced } from './draft.ts';
import { RuleRow } from './row.tsx';

interface RuleListProps {
  rules: readonly (Rule | RuleGroup)[];
  /** How many more rules there may be. */
  room: number;
  /** Whether they are those of a group, in which there are no groups. */
  inGroup?: boolean;
  onChange(rules: (Rule | RuleGroup)[]): void;
}

/** Rules with what takes each of them away, and what adds more. The focus goes along: to what is new, or beside what is gone. */
export function RuleList({ rules, room, inGroup = false, onChange }: RuleListProps) {
  const list = useRef<HTMLUListElement>(null);
  const adding = useRef<HTMLDivElement>(null);
  const focusNext = useRef<'new' | 'last' | undefined>(undefined);
  useLayoutEffect(() => {
    const place = focusNext.current;
    focusNext.current = undefined;
    if (place === 'new') list.current?.lastElementChild?.querySelector<HTMLElement>('select')?.focus();
    if (place === 'last') adding.current?.querySelector('button')?.focus();
  });
  const add = (rule: Rule | RuleGroup) => {
    focusNext.current = 'new';
    onChange([...rules, rule]);
  };
  const replace = (index: number, rule: Rule | RuleGroup | undefined) => {
    const changed = replaced(rules, index, rule);
    // What follows a rule that is gone stands in its place, and so has its focus.
    if (changed.length === index) focusNext.current = 'last';
    onChange(changed);
  };
  return (
    <div class="rules-part">
      <ul class="rules-list" ref={list}>
        {rules.map((rule, i) => (
          <li key={i} class="rule">
            {isGroup(rule) ? (
              <Group group={rule} room={room} onChange={(changed) => replace(i, changed)} />
            ) : (
              <RuleRow rule={rule} onChange={(changed) => replace(i, changed)} />
            )}
            <IconButton
              icon="close"
              label={t(isGroup(rule) ? 'rules.removeGroup' : 'rules.remove')}
              onClick={() => replace(i, undefined)}
            />
          </li>
        ))}
      </ul>
      <div class="rules-add" ref={adding}>
        <Button look="quiet" icon="plus" disabled={room <= 0} onClick={() => add(NEW_RULE)}>
          {t(inGroup ? 'rules.addToGroup' : 'rules.add')}
        </Button>
        {!inGroup && (
          <Button look="quiet" icon="plus" disabled={room <= 0} onClick={() => add(NEW_GROUP)}>
            {t('rules.addGroup')}
          </Button>
        )}
      </div>
    </div>
  );
}

interface GroupProps {
  group: RuleGroup;
  room: number;
  onChange(group: RuleGroup): void;
}

/** Rules joined in their own way, in the place of one. */
function Group({ group, room, onChange }: GroupProps) {
  const { match, rules } = group;
  return (
    <fieldset class="rule-group" aria-label={t('rules.group', { n: rules.length })}>
      <Choice
        label={t('rules.matchGroup')}
        value={match}
        options={[
          { value: 'all', label: t('rules.all') },
          { value: 'any', label: t('rules.any') },
        ]}
        onChange={(chosen) => onChange({ ...group, match: chosen })}
      />
      <RuleList
        {...{ rules, room }}
        inGroup
        onChange={(changed) =>
          onChange({ ...group, rules: changed.flatMap((rule) => (isGroup(rule) ? [] : rule)) })
        }
      />
    </fieldset>
  );
}
