"""Rules of a consistent scenario, one function a rule. Each yields what is wrong; none raises."""


def check_scenario(scenario, where):
    return []


def check_expanded(hub, where):
    return []
