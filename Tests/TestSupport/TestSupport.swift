import HookModel
