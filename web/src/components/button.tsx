import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';
import '../styles/button.css';

type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'icon' | 'label' | 'size'>;

interface ButtonProps extends Native {
  /** `primary` is what the page is for: one of them. */
  look?: 'primary' | 'plain' | 'quiet' | 'danger';
  icon?: IconName;
  submit?: boolean;
  disabled?: boolean;
  children: ComponentChildren;
}

export function Button({ look = 'plain', icon, submit = false, children, ...native }: ButtonProps) {
  return (
    <button {...native} type={submit ? 'submit' : 'button'} class={`button button-${look}`}>
      {icon && <Icon name={icon} size={18} />}
      <span>{children}</span>
    </button>
  );
}

interface IconButtonProps extends Native {
  icon: IconName;
  /** What it does: its name, and what is shown to a pointer that waits. */
  label: string;
  size?: 'small' | 'medium' | 'large';
  /** Of a switch: whether it is on. */
  pressed?: boolean;
  disabled?: boolean;
}

/** A button that is an icon. */
export function IconButton({ icon, label, size = 'medium', pressed, ...native }: IconButtonProps) {
  const pixels = { small: 18, medium: 20, large: 24 }[size];
  return (
    <button
      {...native}
      type="button"
      class={`icon-button icon-button-${size}${native.class ? ` ${native.class}` : ''}`}
      aria-label={label}
      aria-pressed={pressed}
      title={label}
    >
      <Icon name={icon} size={pixels} />
    </button>
  );
}

/** A link that looks like a button. */
export function ButtonLink({
  href,
  icon,
  children,
}: {
  href: string;
  icon?: IconName;
  children: ComponentChildren;
}) {
  return (
    <a href={href} class="button button-plain">
      {icon && <Icon name={icon} size={18} />}
      <span>{children}</span>
    </a>
  );
}
