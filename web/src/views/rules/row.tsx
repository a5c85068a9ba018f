import { useId } from 'preact/hooks';
import type { Rule } from '../../../../services/catalog/rules/rules.ts';
import { Icon } from '../../components/icon.tsx';
import { t } from '../../i18n/locale.ts';
import { aboutField, FIELDS, type Field, OPERATORS, type Operator, withOperator } from './draft.ts';

interface SelectFieldProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange(value: T): void;
  hidesLabel?: boolean;
}

/** One of several, in a form. */
export function SelectField<T extends string>({
  label,
  value,
  options,
  onChange,
  hidesLabel = false,
}: SelectFieldProps<T>) {
  const id = useId();
  return (
    <div class="field">
      <label for={id} class={hidesLabel ? 'visually-hidden' : 'field-label'}>
        {label}
      </label>
      <div class="field-pick">
        <select
          id={id}
          class="field-select one-line"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value as T)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon name="down" size={18} />
      </div>
    </div>
  );
}

/** What is compared, how, and with what. */
export function RuleRow({ rule, onChange }: { rule: Rule; onChange(rule: Rule): void }) {
  const kind = FIELDS[rule.field];
  const operators: readonly Operator[] = OPERATORS[kind];
  return (
    <div class="rule-parts">
      <SelectField
        label={t('rules.field')}
        hidesLabel
        value={rule.field}
        options={(Object.keys(FIELDS) as Field[]).map((value) => ({
          value,
          label: t(`rules.field.${value}`),
        }))}
        onChange={(field) => onChange(aboutField(field))}
      />
      {kind !== 'flag' && (
        <SelectField
          label={t('rules.operator')}
          hidesLabel
          value={rule.operator}
          options={operators.map((value) => ({ value, label: t(`rules.operator.${value}`) }))}
          onChange={(operator) => onChange(withOperator(rule, operator))}
        />
      )}
      <Value rule={rule} onChange={onChange} />
    </div>
  );
}

function Value({ rule, onChange }: { rule: Rule; onChange(rule: Rule): void }) {
  const { field, operator, value } = rule;
  const kind = FIELDS[field];
  if (kind === 'flag') {
    return (
      <SelectField
        label={t('rules.value')}
        hidesLabel
        // "Is not" is said by the other of the two.
        value={String((operator === 'is') === value)}
        options={['true', 'false'].map((one) => ({
          value: one,
          label: t(one === 'true' ? 'rules.yes' : 'rules.no'),
        }))}
        onChange={(one) => onChange({ ...rule, operator: 'is', value: one === 'true' })}
      />
    );
  }
  const type = operator === 'inLast' || kind === 'number' ? 'number' : kind === 'date' ? 'date' : 'text';
  const read = (text: string) => (type === 'number' ? Number.parseFloat(text) : text);
  if (Array.isArray(value)) {
    const [from, to] = value;
    const both = (some: unknown[]) => onChange({ ...rule, value: some as [number, number] });
    return (
      <div class="rule-range">
        <Input type={type} label={t('rules.from')} value={from} onText={(text) => both([read(text), to])} />
        <Input type={type} label={t('rules.to')} value={to} onText={(text) => both([from, read(text)])} />
      </div>
    );
  }
  return (
    <Input
      type={type}
      label={operator === 'inLast' ? t('rules.days') : t('rules.value')}
      value={value as string | number}
      onText={(text) => onChange({ ...rule, value: read(text) })}
    />
  );
}

interface InputProps {
  type: 'text' | 'number' | 'date';
  label: string;
  value: string | number;
  onText(text: string): void;
}

function Input({ type, label, value, onText }: InputProps) {
  return (
    <input
      class="field-box field-input"
      type={type as 'text'}
      aria-label={label}
      placeholder={label}
      value={Number.isNaN(value) ? '' : value}
      maxLength={200}
      onInput={(event) => onText(event.currentTarget.value)}
    />
  );
}
