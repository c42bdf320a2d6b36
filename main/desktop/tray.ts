import { Menu, nativeImage, Tray, type NativeImage } from 'electron';
import { trayStateSchema, type DesktopCommand, type DesktopView, type TrayState } from '../../contracts/desktop';

/** Drawn by build/icons/make.ts. */
const drawings = import.meta.glob<string>('../../build/icons/tray/*.png', {
  query: '?inline',
  import: 'default',
  eager: true,
});

/** 16 pixels, and 32 where the screen has twice as many. */
function iconOf(state: TrayState): NativeImage {
  const image = nativeImage.createEmpty();
  for (const [scaleFactor, sizePx] of [
    [1, 16],
    [2, 32],
  ] as const) {
    const dataURL = drawings[`../../build/icons/tray/${state}-${String(sizePx)}.png`];
    if (dataURL !== undefined) image.addRepresentation({ scaleFactor, dataURL });
  }
  return image;
}

export interface TrayActions {
  show(): void;
  quit(): void;
  run(command: DesktopCommand): void;
}

/** The icon in the tray: the state at a glance, and the calls' buttons in its menu. */
export class DeskTray {
  readonly #actions: TrayActions;
  readonly #icons: Record<TrayState, NativeImage>;
  readonly #tray: Tray;

  constructor(actions: TrayActions) {
    this.#actions = actions;
    const icons = trayStateSchema.options.map((state) => [state, iconOf(state)] as const);
    this.#icons = Object.fromEntries(icons) as Record<TrayState, NativeImage>;
    this.#tray = new Tray(this.#icons.offline);
    this.#tray.setToolTip('Sidetone');
    this.#tray.on('click', () => actions.show());
  }

  show(view: DesktopView): void {
    const { show, quit, run } = this.#actions;
    this.#tray.setImage(this.#icons[view.state]);
    this.#tray.setToolTip(view.tooltip);
    // On Linux a menu that changes must be set anew.
    this.#tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: view.showLabel, click: show },
        { type: 'separator' },
        ...view.menu.map(({ command, label, enabled }) => ({ id: command, label, enabled, click: () => run(command) })),
        { type: 'separator' },
        { label: view.quitLabel, click: quit },
      ]),
    );
  }
}
