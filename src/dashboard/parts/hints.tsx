/** One bubble for all that says more when it is pointed at or focused (`data-hint`): a row of a list needs no tooltip of its own. */
import { useEffect, useReducer, useState } from 'react';

const ID = 'hint';
/** Half of what a bubble takes, so that it stays within the window. */
const HALF = 110;
/** Above the target, where so much is free there. */
const ROOM = 40;

export function Hints() {
  const [target, setTarget] = useState<HTMLElement | null>(null);
  useEffect(() => {
    const show = ({ target: on }: Event): void => {
      setTarget(on instanceof Element ? on.closest<HTMLElement>('[data-hint]') : null);
    };
    const hide = (): void => setTarget(null);
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') hide();
    };
    document.addEventListener('pointerover', show);
    document.addEventListener('focusin', show);
    document.addEventListener('focusout', hide);
    document.addEventListener('scroll', hide, { capture: true, passive: true });
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerover', show);
      document.removeEventListener('focusin', show);
      document.removeEventListener('focusout', hide);
      document.removeEventListener('scroll', hide, { capture: true });
      document.removeEventListener('keydown', onKey);
    };
  }, []);
  return target && <Bubble target={target} />;
}

function Bubble({ target }: { readonly target: HTMLElement }) {
  const [, again] = useReducer((times: number) => times + 1, 0);
  useEffect(() => {
    target.setAttribute('aria-describedby', ID);
    // What a button says of itself changes when it is pressed.
    const observer = new MutationObserver(again);
    observer.observe(target, { attributeFilter: ['data-hint'] });
    return () => {
      observer.disconnect();
      target.removeAttribute('aria-describedby');
    };
  }, [target]);
  const { left, width, top, bottom } = target.getBoundingClientRect();
  const middle = Math.min(window.innerWidth - HALF, Math.max(HALF, left + width / 2));
  const place = top > ROOM ? { top: top - 6, translate: '-50% -100%' } : { top: bottom + 6, translate: '-50% 0' };
  return (
    <div role="tooltip" id={ID} className="hint" style={{ left: middle, ...place }}>
      {target.dataset.hint}
    </div>
  );
}
