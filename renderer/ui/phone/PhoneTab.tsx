import { useApp } from '../context';
import { RehearsalStage } from '../rehearsal/RehearsalStage';
import { mayRehearse } from '../rehearsal/rehearsal-model';
import { CallStage } from './CallStage';
import { CopilotColumn } from './CopilotColumn';
import { CustomerCard } from './CustomerCard';
import { DialColumn } from './DialColumn';
import { IdleStage } from './IdleStage';
import { IncomingPanel } from './IncomingPanel';
import { OtherLine } from './OtherLine';
import { ScriptPanel } from './ScriptPanel';
import { TakeBackStage } from './TakeBackStage';
import { WrapUpPanel } from './WrapUpPanel';

function Middle() {
  const call = useApp((model) => model.call);
  const incoming = useApp((model) => model.incoming);
  const wrapUp = useApp((model) => model.wrapUp);
  const takeBack = useApp((model) => model.takeBack);
  const rehearsal = useApp((model) => (mayRehearse(model) ? model.view.rehearsal : null));
  if (wrapUp && !call && !incoming) {
    return (
      <>
        <WrapUpPanel wrapUp={wrapUp} />
        <CustomerCard />
      </>
    );
  }
  if (rehearsal) return <RehearsalStage page={rehearsal} />;
  return (
    <>
      {call ? <OtherLine /> : null}
      {call ? (
        <CallStage call={call} />
      ) : incoming ? (
        <IncomingPanel call={incoming} />
      ) : takeBack ? (
        <TakeBackStage takeBack={takeBack} />
      ) : (
        <IdleStage />
      )}
      <ScriptPanel />
      {call ? <CustomerCard /> : null}
    </>
  );
}

/** The agent's screen: whom to call, the call, the copilot. */
export function PhoneTab() {
  return (
    <div className="st-phone">
      <DialColumn />
      <div className="st-column st-middle">
        <Middle />
      </div>
      <CopilotColumn />
    </div>
  );
}
