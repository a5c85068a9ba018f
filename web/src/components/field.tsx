import type { AllHTMLAttributes, ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import '../styles/field.css';

type Native = Pick<
  AllHTMLAttributes<HTMLInputElement>,
  | 'name'
  | 'autocomplete'
  | 'autocapitalize'
  | 'autofocus'
  | 'spellcheck'
  | 'required'
  | 'maxLength'
  | 'minLength'
>;

interface FieldProps extends Native {
  type?: 'text' | 'password' | 'date';
  label: string;
  value: string;
  onValue(value: string): void;
  hint?: ComponentChildren;
  error?: string | undefined;
  /** Stands at the end inside the field. */
  end?: ComponentChildren;
  /** Whether the label is only heard. */
  hidesLabel?: boolean;
}

/** A line of text with its label, what helps to fill it in, and what is wrong with it. */
export function Field({
  label,
  value,
  onValue,
  hint,
  error,
  end,
  hidesLabel = false,
  type = 'text',
  ...native
}: FieldProps) {
  const id = useId();
  const notes = [hint !== undefined && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id} class={hidesLabel ? 'visually-hidden' : 'field-label'}>
        {label}
      </label>
      <div class="field-box">
        <input
          {...native}
          type={type as 'text'}
          id={id}
          class="field-input"
          value={value}
          aria-invalid={error ? true : undefined}
          aria-describedby={notes || undefined}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
        {end}
      </div>
      {hint !== undefined && (
        <p id={`${id}-hint`} class="field-hint">
          {hint}
        </p>
      )}
      <p id={`${id}-error`} class="field-error" role="alert">
        {error}
      </p>
    </div>
  );
}

interface SwitchProps {
  label: string;
  hint?: ComponentChildren;
  on: boolean;
  onChange(on: boolean): void;
  disabled?: boolean;
}

/** Something that is on or off. */
export function Switch({ label, hint, on, onChange, disabled = false }: SwitchProps) {
  const id = useId();
  return (
    <label class="switch-line">
      <span class="switch-words">
        <span class="switch-label">{label}</span>
        {hint && (
          <span id={id} class="field-hint">
            {hint}
          </span>
        )}
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-checked={on}
        class="switch"
        aria-label={label}
        aria-describedby={hint ? id : undefined}
        checked={on}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </label>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  options: readonly { value: T; label: string }[];
  value: T;
  onChange(value: T): void;
  hint?: ComponentChildren;
  /** Whether the label is only heard. */
  hidesLabel?: boolean;
}

/** One of a few, all of which are seen. */
export function Choice<T extends string>({
  label,
  options,
  value,
  onChange,
  hint,
  hidesLabel = false,
}: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend class={hidesLabel ? 'visually-hidden' : 'switch-label'}>{label}</legend>
      {hint && <p class="field-hint">{hint}</p>}
      <div class="choice-options">
        {options.map((option) => (
          <label key={option.value} class="choice-option">
            <input
              class="visually-hidden"
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
