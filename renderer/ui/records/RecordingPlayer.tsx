import { Button, Modal, NativeSelect } from '@mantine/core';
import { IconDownload, IconPlayerPauseFilled, IconPlayerPlayFilled, IconVolume } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { secretSpans } from '../../../domain/secret-spans';
import type { CallRecord } from '../../../contracts/records';
import { useActions, useApp } from '../context';
import { formatDuration } from '../format';
import { useTroubleWords, useWords } from '../i18n/i18n';
import type { PlaybackView } from '../model';
import { Timeline } from './Timeline';

const WHOLE_CALL = { fromMs: 0 };
const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];

/** Where the player is, ms of the recording. */
function usePlayer(url: string | null) {
  const audio = useRef<HTMLAudioElement>(null);
  const [atMs, setAtMs] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  useEffect(() => {
    if (audio.current) audio.current.playbackRate = speed;
  }, [speed, url]);
  // `timeupdate` comes four times a second: too seldom for a mark that moves.
  useEffect(() => {
    if (!playing) return undefined;
    let next = requestAnimationFrame(function follow() {
      if (audio.current) setAtMs(audio.current.currentTime * 1000);
      next = requestAnimationFrame(follow);
    });
    return () => cancelAnimationFrame(next);
  }, [playing]);
  return {
    element: (
      <audio ref={audio} src={url ?? undefined} onPlay={() => setPlaying(true)} onPause={() => setPlaying(false)} />
    ),
    atMs,
    playing,
    speed,
    setSpeed,
    toggle: () => (playing ? audio.current?.pause() : void audio.current?.play()),
    seek: (toMs: number) => {
      if (audio.current) audio.current.currentTime = toMs / 1000;
      setAtMs(toMs);
    },
  };
}

function Export({ playback, secrets }: { playback: PlaybackView; secrets: number }) {
  const t = useWords();
  const { exportRecording } = useActions();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<IconDownload size={16} />} onClick={() => setAsking(true)}>
        {t('playback.export')}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('playback.exportTitle')}
        closeButtonProps={{ 'aria-label': t('help.close') }}
        centered
      >
        <p>{t('playback.exportAsk')}</p>
        {secrets > 0 ? <p>{t('playback.exportSilent', { count: secrets })}</p> : null}
        <div className="st-row st-gap-above">
          <span className="st-grow" />
          <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
            {t('playback.exportNo')}
          </Button>
          <Button
            color="red"
            onClick={() => {
              setAsking(false);
              exportRecording(playback.recordId);
            }}
          >
            {t('playback.exportYes')}
          </Button>
        </div>
      </Modal>
    </>
  );
}

function Player({ record, playback }: { record: CallRecord; playback: PlaybackView }) {
  const t = useWords();
  const words = useTroubleWords();
  const player = usePlayer(playback.url);
  const { durationMs, peaks, trouble } = playback;
  const clock = record.recording ?? WHOLE_CALL;
  const at = formatDuration(player.atMs);
  const total = formatDuration(durationMs);
  return (
    <>
      <Timeline record={record} sound={{ peaks, clock, durationMs, atMs: player.atMs, seek: player.seek }} />
      {player.element}
      <div className="st-row st-player" role="group" aria-label={t('playback.title')}>
        <Button
          leftSection={player.playing ? <IconPlayerPauseFilled size={16} /> : <IconPlayerPlayFilled size={16} />}
          onClick={player.toggle}
        >
          {t(player.playing ? 'playback.pause' : 'playback.play')}
        </Button>
        <input
          type="range"
          className="st-grow"
          aria-label={t('playback.seek')}
          aria-valuetext={t('playback.position', { at, total })}
          min={0}
          max={Math.ceil(durationMs)}
          step={1000}
          value={Math.min(durationMs, player.atMs)}
          onChange={(event) => player.seek(Number(event.currentTarget.value))}
        />
        <span className="st-num st-dim" data-testid="playback-position">
          {t('playback.position', { at, total })}
        </span>
        <NativeSelect
          aria-label={t('playback.speed')}
          value={String(player.speed)}
          onChange={(event) => player.setSpeed(Number(event.currentTarget.value))}
          data={SPEEDS.map((speed) => ({ value: String(speed), label: `${speed}×` }))}
        />
        <Export playback={playback} secrets={secretSpans(record).length} />
      </div>
      <div role="status">
        {playback.complete ? null : <p className="st-amber st-caption">{t('playback.cut')}</p>}
        {playback.exportedTo === null ? null : (
          <p className="st-dim st-caption st-breakable">{t('playback.exported', { file: playback.exportedTo })}</p>
        )}
        {trouble ? (
          <p className="st-red st-caption">
            {words(trouble).what} {words(trouble).next}
          </p>
        ) : null}
      </div>
    </>
  );
}

/** The call's timeline, and its recording where there is one: drawn on it, played, exported. */
export function RecordingPlayer({ record }: { record: CallRecord }) {
  const t = useWords();
  const words = useTroubleWords();
  const { playRecording } = useActions();
  const playback = useApp((model) => (model.playback?.recordId === record.recordId ? model.playback : null));
  if (playback?.state === 'ready') return <Player key={playback.url} record={record} playback={playback} />;
  const trouble = playback?.trouble ? words(playback.trouble) : null;
  return (
    <>
      <Timeline record={record} />
      {record.recording ? (
        <div className="st-row st-player">
          <Button
            variant="default"
            leftSection={<IconVolume size={16} />}
            disabled={playback?.state === 'loading'}
            onClick={() => playRecording(record.recordId)}
          >
            {t(playback?.state === 'loading' ? 'playback.loading' : 'playback.load')}
          </Button>
          {trouble ? (
            <span className="st-red st-caption" role="status">
              {trouble.what} {trouble.next}
            </span>
          ) : null}
        </div>
      ) : null}
    </>
  );
}
