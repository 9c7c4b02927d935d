import {
  type AriaAttributes,
  type KeyboardEvent,
  type Ref,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react';
import styles from './growing-text.module.css';

interface GrowingTextProps {
  value: string;
  onChange: (text: string) => void;
  onEnter: () => void;
  onEscape?: () => void;
  /** Arrow up while nothing is written. */
  onUp?: () => void;
  label: string;
  placeholder?: string;
  /** Id of the element that says what is wrong with it. */
  describedBy?: string | undefined;
  autoFocus?: boolean;
  /** Asked first of every key; true: it was taken. */
  onKey?: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
  /** The text or the caret has moved. */
  onCaret?: () => void;
  /** The focus has left the field. */
  onLeave?: () => void;
  /** Where a list completes what is written: what a screen reader is told of it. */
  combobox?: AriaAttributes;
  ref?: Ref<HTMLTextAreaElement>;
}

/** A text field that grows with what is written. Enter is done, Shift+Enter breaks the line. */
export function GrowingText(props: GrowingTextProps) {
  const { value, onChange, onEnter, onEscape, onUp, label, placeholder, autoFocus, ref } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(ref, () => field.current as HTMLTextAreaElement);

  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`;
  }, [value]);

  useLayoutEffect(() => {
    const element = field.current;
    // Whoever is in a dialog or in the palette meanwhile stays there.
    if (!autoFocus || !element || document.activeElement?.closest('[role="dialog"]')) return;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
  }, [autoFocus]);

  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (props.onKey?.(event)) return;
    // While an input method composes, Enter belongs to it.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      onEnter();
    } else if (event.key === 'Escape' && onEscape) {
      event.preventDefault();
      event.stopPropagation();
      onEscape();
    } else if (event.key === 'ArrowUp' && value === '' && onUp && !event.altKey) {
      event.preventDefault();
      onUp();
    }
  };

  return (
    <textarea
      ref={field}
      className={styles.text}
      rows={1}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={press}
      onSelect={props.onCaret}
      onBlur={props.onLeave}
      {...props.combobox}
      aria-label={label}
      aria-invalid={props.describedBy !== undefined || undefined}
      aria-describedby={props.describedBy}
      placeholder={placeholder}
      enterKeyHint="send"
    />
  );
}
