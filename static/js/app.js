// What every page needs. Each part works on the whole document, so that swapped fragments need no set-up.
import { watchBusyButtons } from "./busy.js";
import { watchFormErrors } from "./faults.js";
import { watchMenus } from "./menus.js";
import { watchRequests } from "./requests.js";
import { showOpenTabs } from "./tabs.js";
import { watchThemeSwitch } from "./theme-switch.js";
import { watchToasts } from "./toasts.js";

watchThemeSwitch();
watchMenus();
watchToasts();
watchBusyButtons();
watchRequests();
watchFormErrors();
showOpenTabs();
