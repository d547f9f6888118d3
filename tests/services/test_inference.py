"""Services that no manifest declares."""


def shown(estate):
    return {name: (one.path, one.origin) for name, one in estate.services.items()}


def test_a_folder_with_a_dockerfile_is_a_service(estate):
    found = estate({"services/orders/Dockerfile": "", "web/Containerfile": "", "lib/x.go": ""})
    assert shown(found) == {"orders": ("services/orders", "dockerfile"), "web": ("web", "dockerfile")}
    assert str(found.services["orders"].location) == "services/orders/Dockerfile:1"


def test_the_folder_above_docker_and_src_is_meant(estate):
    found = estate({"src/cart/src/Dockerfile": "", "ads/docker/Dockerfile": "", "Dockerfile": ""})
    assert shown(found) == {"ads": ("ads", "dockerfile"), "app": ("", "dockerfile"), "cart": ("src/cart", "dockerfile")}


def test_images_for_tests_tools_and_code_generation_are_no_services(estate):
    found = estate(
        {
            "test/load/Dockerfile": "",
            ".devcontainer/Dockerfile": "",
            ".fuzz/Dockerfile": "",
            "orders/genproto/Dockerfile": "",
            "orders/Dockerfile": "",
        }
    )
    assert shown(found) == {"orders": ("orders", "dockerfile")}


def test_of_two_folders_of_one_name_the_second_is_named_with_its_parent(estate):
    found = estate({"a/web/Dockerfile": "", "b/web/Dockerfile": ""})
    assert shown(found) == {"web": ("a/web", "dockerfile"), "b-web": ("b/web", "dockerfile")}


def test_compose_services_that_are_built_here(estate):
    found = estate(
        {
            "compose.yaml": """
                services:
                  orders: {build: ./services/orders, image: "shop/orders:${TAG:-v1}"}
                  ads:
                    build: {context: ., dockerfile: "${ADS_DOCKERFILE}"}
                  cache: {image: redis}
                  smoke: {build: ./smoke, profiles: [tests]}
            """,
            ".env": "ADS_DOCKERFILE=./src/ads/Dockerfile\n",
            "compose.tests.yaml": "services: {e2e: {build: ./services/orders}}",
            "services/orders/Dockerfile": "",
            "src/ads/Dockerfile": "",
            "smoke/main.py": "",
        }
    )
    assert shown(found) == {"ads": ("src/ads", "compose"), "orders": ("services/orders", "compose")}
    assert found.services["orders"].image == "shop/orders:v1"


def test_two_compose_services_may_be_built_from_one_folder(estate):
    found = estate({"compose.yml": "services: {web: {build: app}, worker: {build: app}}", "app/main.py": ""})
    assert sorted(found.services) == ["web", "worker"]


def test_what_is_packed_in_docker_lives_beside_it(estate):
    found = estate(
        {
            "compose.yaml": """
                services:
                  migrate: {build: {context: ., dockerfile: docker/shop/Dockerfile}, image: "shop:latest"}
                  shop: {build: {context: ., dockerfile: docker/shop/Dockerfile}, image: "shop:latest"}
            """,
            "docker/shop/Dockerfile": "",
            "docker/other/Dockerfile": "",
            "ansible/templates/compose.yaml": "services: {x: {{ build }}}",
        }
    )
    assert shown(found) == {"shop": ("", "compose"), "migrate": ("", "compose")}
    assert found.service_of("main.go") == "shop"


def test_a_workload_that_runs_the_image_of_a_folder(estate):
    found = estate(
        {
            "k8s/orders.yaml": """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: orders-api
                spec:
                  template:
                    spec:
                      containers:
                        - image: envoy:1
                        - image: registry.example.com:5000/shop/orders:v7
            """,
            "orders/Dockerfile": "",
        }
    )
    assert shown(found) == {"orders-api": ("orders", "workload")}
    assert found.services["orders-api"].image == "registry.example.com:5000/shop/orders:v7"
    assert str(found.services["orders-api"].location) == "k8s/orders.yaml:4"


def test_templates_and_broken_files_do_not_stop_inference(estate):
    found = estate(
        {
            "deploy/a.yaml": "kind: Deployment\nmetadata: {{ .Values.name }}\n",
            "compose.yaml": "services: [",
            "catalog-info.yaml": "kind: [",
            "orders/Dockerfile": "",
        }
    )
    assert shown(found) == {"orders": ("orders", "dockerfile")}


BACKSTAGE = """
    apiVersion: backstage.io/v1alpha1
    kind: Component
    metadata:
      name: orders
      annotations: {backstage.io/source-location: "url:https://git.example.com/shop/shop/tree/feature/x/services/orders/"}
    spec: {type: service, owner: "group:default/team-orders", providesApis: [orders-api], consumesApis: ["api:default/payments"]}
    ---
    apiVersion: backstage.io/v1alpha1
    kind: API
    metadata: {name: orders-api}
    spec: {type: openapi, definition: {$text: ./services/orders/openapi.yaml}}
    ---
    kind: Component
    metadata: {name: money}
    spec: {type: library, owner: x}
"""


def test_backstage_components_come_first_and_others_complete_them(estate):
    found = estate(
        {
            "catalog-info.yaml": BACKSTAGE,
            "services/orders/openapi.yaml": "",
            "compose.yaml": "services: {orders: {build: services/orders, image: shop/orders}}",
            "services/orders/Dockerfile": "",
        }
    )
    assert shown(found) == {"orders": ("services/orders", "backstage")}
    orders = found.services["orders"]
    assert (orders.owner, orders.image) == ("team-orders", "shop/orders")
    assert [(one.api, one.spec) for one in orders.provides] == [("orders-api", "services/orders/openapi.yaml")]
    assert [(one.api, one.operations) for one in orders.consumes] == [("payments", ())]


def test_the_deepest_folder_wins(estate):
    found = estate(
        {
            "catalog-info.yaml": "kind: Component\nmetadata: {name: orders}\nspec: {type: service}",
            "src/orders/Dockerfile": "",
        }
    )
    assert shown(found) == {"orders": ("src/orders", "backstage")}


def test_a_manifest_entry_completes_what_is_inferred(estate):
    found = estate(
        {
            "deploycheck.yaml": "services:\n  orders: {tier: 1}\n  ads: {}\n",
            "src/orders/Dockerfile": "",
            "src/ads/Dockerfile": "",
            "src/web/Dockerfile": "",
        }
    )
    assert shown(found) == {
        "ads": ("src/ads", "dockerfile"),
        "orders": ("src/orders", "dockerfile"),
        "web": ("src/web", "dockerfile"),
    }
    assert [name for name, one in found.services.items() if one.declared] == ["ads", "orders"]
    assert str(found.services["orders"].location) == "deploycheck.yaml:2"


def test_a_folder_that_a_manifest_names_is_not_another_service(estate):
    found = estate({"deploycheck.yaml": "services: {checkout: {path: src/basket}}", "src/basket/Dockerfile": ""})
    assert shown(found) == {"checkout": ("src/basket", "manifest")}


def test_a_manifest_beside_its_service_keeps_its_folder(estate):
    found = estate({"orders/deploycheck.yaml": "services: {orders: {}}", "orders/api/orders/Dockerfile": ""})
    assert shown(found) == {"orders": ("orders", "dockerfile")}


def test_files_belong_to_the_deepest_service(estate):
    found = estate(
        {
            "orders/Dockerfile": "",
            "deploycheck.yaml": "services: {shop: {path: .}, tax: {path: orders/tax}}",
            "orders/tax/x": "",
        }
    )
    assert [found.service_of(path) for path in ("README.md", "orders/a.go", "orders/tax/x")] == [
        "shop",
        "orders",
        "tax",
    ]
