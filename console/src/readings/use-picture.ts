import { useEffect, useState } from 'react';
import type { LiveSeries } from './series/live-series.ts';
import { pictureOf, type Picture } from './series/picture.ts';

/** What tables show need not move as fast as what is drawn. In ms. */
const PACE = 500;
/** What moves on with time does so without readings too. */
const IDLE_PACE = 10_000;

/** What a chart shows, for what is beside it: up to date within half a second. */
export function usePicture(live: LiveSeries | undefined): Picture | undefined {
  const [picture, setPicture] = useState<Picture>();
  useEffect(() => {
    if (!live) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const take = (): void => {
      timer = undefined;
      setPicture(pictureOf(live));
    };
    take();
    const stop = live.listen(() => {
      timer ??= setTimeout(take, PACE);
    });
    const idle = setInterval(take, IDLE_PACE);
    return () => {
      stop();
      clearTimeout(timer);
      clearInterval(idle);
    };
  }, [live]);
  return live && picture;
}

/** Why the last question failed; undefined where it did not. */
export function useFailure(live: LiveSeries): unknown {
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    const take = (): void => {
      setFailure(live.error);
    };
    take();
    return live.listen(take);
  }, [live]);
  return failure;
}
