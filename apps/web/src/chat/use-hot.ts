import {
  type FocusEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from 'react';

type Sign = 'mouse' | 'keyboard' | 'tap';

/** The rows at hand, as what makes each leave. */
const hot = new Map<() => void, Sign>();

/**
 * Whether a row is the one at hand: under the mouse, with the keyboard's focus, or tapped. A tap counts
 * when it is a click, and ends with the next click elsewhere: rows that grew or shrank before would
 * not be under the finger any more when it comes. Where fingers are in play there is one such row, or a
 * long press would open a second bar; a mouse may rest on one while the keyboard is at another.
 */
export function useHot(): {
  isHot: boolean;
  row: RefObject<HTMLElement | null>;
  handlers: {
    onPointerEnter: (event: PointerEvent) => void;
    onPointerLeave: (event: PointerEvent) => void;
    onFocus: (event: FocusEvent) => void;
    onBlur: (event: FocusEvent) => void;
    onClick: () => void;
  };
} {
  const [sign, setSign] = useState<Sign | null>(null);
  const row = useRef<HTMLElement>(null);
  /** The last focus that was within the row, or in what it opened elsewhere on the page. */
  const within = useRef<Event>(null);
  useEffect(() => {
    if (sign === null) return;
    for (const [leave, other] of hot) {
      // Not for a mouse: where one rests, a row that grows elsewhere moves others under it.
      if (sign === 'tap' || (sign === 'keyboard' && other === 'tap')) leave();
    }
    const leave = () => setSign(null);
    hot.set(leave, sign);
    return () => void hot.delete(leave);
  }, [sign]);
  useEffect(() => {
    if (sign !== 'tap' && sign !== 'keyboard') return;
    // A field that was taken away while it had the focus has told nobody that it lost it.
    const elsewhere = sign === 'tap' ? 'click' : 'focusin';
    const leave = (event: Event) => {
      if (event === within.current) return;
      // The way of the click, not where its target is now: a button may have changed its picture.
      if (row.current && !event.composedPath().includes(row.current)) setSign(null);
    };
    // A long press is no click.
    const ends = [elsewhere, 'contextmenu'];
    for (const end of ends) document.addEventListener(end, leave);
    return () => {
      for (const end of ends) document.removeEventListener(end, leave);
    };
  }, [sign]);
  return {
    isHot: sign !== null,
    row,
    handlers: {
      onPointerEnter: ({ pointerType }) => pointerType === 'mouse' && setSign('mouse'),
      onPointerLeave: ({ pointerType }) => pointerType === 'mouse' && setSign(null),
      onFocus: ({ target, nativeEvent }) => {
        within.current = nativeEvent;
        if (target.matches(':focus-visible')) setSign('keyboard');
      },
      onBlur: ({ currentTarget, relatedTarget }) => {
        if (currentTarget.contains(relatedTarget)) return;
        setSign((now) => (now === 'keyboard' ? null : now));
      },
      onClick: () => setSign((now) => now ?? 'tap'),
    },
  };
}
