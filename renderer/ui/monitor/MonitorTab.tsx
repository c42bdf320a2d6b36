import { IconActivityHeartbeat } from '@tabler/icons-react';
import { useApp } from '../context';
import { useWords } from '../i18n/i18n';
import { Empty } from '../shell/Empty';
import { MonitorView } from './MonitorView';
import { OpenContests } from './OpenContests';

/** The live floor for supervisors; for others, who it is for. */
export function MonitorTab() {
  const t = useWords();
  const role = useApp((model) => model.role);
  const monitor = useApp((model) => model.monitor);
  if (role === 'supervisor') return <MonitorView model={monitor} beside={<OpenContests />} />;
  return (
    <div className="st-center">
      <Empty icon={IconActivityHeartbeat}>
        <h2 className="st-page-title">{t('monitor.forSupervisors')}</h2>
        <p>{t('monitor.forSupervisorsHint')}</p>
      </Empty>
    </div>
  );
}
